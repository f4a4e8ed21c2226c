/** Says that another program listens on a port, and what to do. */
export const portInUse = (port: number): string => `Port ${port} is in use. PORT=${port + 1} npm start uses another.`;
