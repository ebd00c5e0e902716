/** The version of IKE that both ends of a tunnel speak. */
export type IkeVersion = 1 | 2;
