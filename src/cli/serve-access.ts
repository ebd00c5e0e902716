/** Who may come in to the page: tokens of a file or of the environment, one that is made, or an issuer of OpenID Connect. */
import { Secrets } from '../capture/secrets.ts';
import { FlaptrapError } from '../errors.ts';
import { hashOf, type KnownToken, makeToken, parseTokens, requireStrong } from '../web/access.ts';
import type { OidcChoices } from '../web/oidc.ts';
import { readText } from './serve-ears.ts';

export interface AccessOptions {
  tokens?: string | undefined;
  oidc?: string | undefined;
  oidcClient?: string | undefined;
  oidcSecret?: string | undefined;
  oidcRoles: string;
  oidcOperator: string;
  oidcViewer: string;
}

/** `made`: where nobody has given one. */
export function tokensOf({ tokens: path, oidc }: AccessOptions, env: NodeJS.ProcessEnv): { tokens: KnownToken[]; made?: string } {
  const given = (role: KnownToken['role'], variable: string): KnownToken[] => {
    const token = env[variable];
    return token === undefined || token === '' ? [] : [{ role, name: role, hash: hashOf(requireStrong(token, variable)) }];
  };
  const filed = path === undefined ? [] : parseTokens(readText(path), path);
  const tokens = [...filed, ...given('operator', 'FLAPTRAP_TOKEN'), ...given('viewer', 'FLAPTRAP_VIEWER_TOKEN')];
  if (tokens.length > 0 || oidc !== undefined) return { tokens };
  const made = makeToken();
  return { tokens: [{ role: 'operator', name: 'operator', hash: hashOf(made) }], made };
}

export async function oidcOf(options: AccessOptions): Promise<Omit<OidcChoices, 'redirectUri'> | undefined> {
  const { oidc: issuer, oidcClient: clientId, oidcSecret, oidcRoles: rolesClaim, oidcOperator: operator, oidcViewer: viewer } = options;
  if (issuer === undefined) return undefined;
  if (clientId === undefined)
    throw new FlaptrapError('input', '--oidc needs the id of this page at the issuer', { next: 'give it with --oidc-client' });
  if (!URL.canParse(issuer) || new URL(issuer).protocol !== 'https:')
    throw new FlaptrapError('input', `${issuer} is no issuer: its address begins with https://`, {
      next: 'give it as the issuer names itself',
    });
  const clientSecret = oidcSecret === undefined ? undefined : await new Secrets().resolve(oidcSecret);
  return { issuer, clientId, clientSecret, rolesClaim, roles: { operator, viewer } };
}
