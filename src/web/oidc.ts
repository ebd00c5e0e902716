/** Signing in by OpenID Connect: code flow with PKCE; who comes back is let in by the role that his claims give him. */
import * as client from 'openid-client';
import { messageOf } from '../errors.ts';
import { type Person, ROLES, type Role } from './access.ts';

export interface OidcChoices {
  issuer: string;
  clientId: string;
  /** Undefined for a public client: PKCE alone proves who asked. */
  clientSecret?: string | undefined;
  /** Where the browser comes back to. */
  redirectUri: string;
  /** The claim that lists the roles or groups: `groups`, `realm_access.roles`. */
  rolesClaim: string;
  /** Which of its values makes an operator, and which a viewer. */
  roles: Readonly<Record<Role, string>>;
  /** Only for an issuer on this machine. */
  allowsHttp?: boolean | undefined;
}

export interface SignIn {
  /** What people call it. */
  name: string;
  /** `ticket` is kept by the browser that went, and only by it. */
  begin(nowMs: number): Promise<{ url: string; ticket: string }>;
  end(url: string, ticket: string, nowMs: number): Promise<Person | { why: string }>;
}

interface OnTheWay {
  verifier: string;
  state: string;
  nonce: string;
  endsAtMs: number;
}

const ON_THE_WAY_MS = 600_000;
/** Anybody may go; so many are remembered. */
const ON_THE_WAY_MAX = 1000;

/** The issuer is asked for its keys and places when the first one comes, and again until it answers. */
export function openSignIn(choices: OidcChoices): SignIn {
  const onTheWay = new Map<string, OnTheWay>();
  let found: Promise<client.Configuration> | undefined;
  const discover = (): Promise<client.Configuration> => {
    found ??= discovered(choices).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  return {
    name: new URL(choices.issuer).host,
    begin: async (nowMs) => {
      const config = await discover();
      const ticket = client.randomState();
      const sent = { verifier: client.randomPKCECodeVerifier(), state: client.randomState(), nonce: client.randomNonce() };
      const oldest = onTheWay.size >= ON_THE_WAY_MAX ? onTheWay.keys().next().value : undefined;
      if (oldest !== undefined) onTheWay.delete(oldest);
      onTheWay.set(ticket, { ...sent, endsAtMs: nowMs + ON_THE_WAY_MS });
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: choices.redirectUri,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(sent.verifier),
        code_challenge_method: 'S256',
        state: sent.state,
        nonce: sent.nonce,
      });
      return { url: url.href, ticket };
    },
    end: async (url, ticket, nowMs) => {
      const sent = onTheWay.get(ticket);
      // A ticket is good for one way.
      onTheWay.delete(ticket);
      if (sent === undefined || sent.endsAtMs < nowMs) return { why: 'This way in was not begun here, or too long ago. Begin again.' };
      return cameBack(await discover(), new URL(url), sent, choices);
    },
  };
}

async function discovered({ issuer, clientId, clientSecret, allowsHttp }: OidcChoices): Promise<client.Configuration> {
  const options = allowsHttp === true ? { execute: [client.allowInsecureRequests] } : {};
  return client.discovery(new URL(issuer), clientId, clientSecret, undefined, { ...options, timeout: 10 });
}

async function cameBack(config: client.Configuration, url: URL, sent: OnTheWay, choices: OidcChoices): Promise<Person | { why: string }> {
  try {
    const tokens = await client.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: sent.verifier,
      expectedState: sent.state,
      expectedNonce: sent.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims() ?? {};
    const role = roleOf(claims, choices);
    if (role === undefined) return { why: `You are known at ${new URL(choices.issuer).host}, but have no role here. Ask for one.` };
    return { name: nameOf(claims), role };
  } catch (error) {
    return { why: `${new URL(choices.issuer).host} did not let you in: ${messageOf(error)}` };
  }
}

/** Of both roles the greater one. */
export function roleOf(claims: object, { rolesClaim, roles }: Pick<OidcChoices, 'rolesClaim' | 'roles'>): Role | undefined {
  const held = rolesClaim
    .split('.')
    .reduce<unknown>((value, key) => (isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined), claims);
  const values = Array.isArray(held) ? held : [held];
  return [...ROLES].reverse().find((role) => values.includes(roles[role]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** As the audit has it: the subject alone is sure to be one person's. */
function nameOf(claims: Record<string, unknown>): string {
  const said = [claims['preferred_username'], claims['email']].find((each) => typeof each === 'string' && each !== '');
  const subject = String(claims['sub']);
  return (typeof said === 'string' ? `${said} (${subject})` : subject).slice(0, 120);
}
