/** Openings are how the lines begin that a parser of applets looks for. */

/** `event manager session cli username ops privilege 15`, `file prompt quiet` */
export const SETTING = /^\s*(?:ev\w*\s+man\w*\s+(?:ses|sch|his|dir|pol|det)\w*\s|file prompt quiet\b)/i;
/** `event manager applet NAME …`; any case, and as short as it is unique */
export const HEADER = /^\s*ev(?:e(?:nt?)?)?\s+m(?:a(?:n(?:a(?:g(?:er?)?)?)?)?)?\s+ap(?:p(?:l(?:et?)?)?)?(?:\s|$)/i;
/** What an applet's terminal line has from its beginning. */
export const OF_VTY = /^\s*(?:length 0|privilege level 15)\s*$/;
/** `no event manager applet NAME` at the top: the name is free again */
export const REMOVAL = /^\s*no\s+event\s+man\w*\s+app?\w*\s+(?<name>\S+)/i;
/** `event manager environment NAME VALUE`; the value may be empty */
export const ENVIRONMENT = /^\s*ev\w*\s+man\w*\s+env\w*\s+(?<name>\S+)(?:\s+(?<value>.*?))?\s*$/i;
/** What only the body of an applet holds; pasted bodies are not indented. */
export const BODY =
  /^\s*(?:(?:no|default)\s+)?(?:ac(?:t(?:i(?:on?)?)?)?|at(?:t(?:ribute)?)?|cor(?:relate)?|des(?:c(?:ription)?)?|ev(?:e(?:nt?)?)?(?!\s+(?:m|ma|man\w*)\s)|set|tr(?:igger)?)(?:\s|$)/i;
/** `!` and blank lines end nothing: pasted applets are full of them. */
export const FILLER = /^\s*(?:!.*)?$/;
