/** The applets of one peer: the text that comes of their templates. */
import { renderApplet } from '../applet/render.ts';
import { contextOf } from './contexts.ts';
import { appletName, type Role, rolesOf } from './ownership.ts';
import type { PeerRequest } from './request.ts';

export interface RenderedApplet {
  role: Role;
  name: string;
  text: string;
}

export function renderApplets(request: PeerRequest): RenderedApplet[] {
  const { playbook } = request;
  return rolesOf(playbook).map((role) => {
    const name = appletName(request.captureId, role);
    const { template, context } = contextOf(request, role);
    const source = request.templates.templates[template] ?? '';
    return { role, name, text: renderApplet({ file: `templates/${template}.hbs`, source }, request.templates.partials, context) };
  });
}
