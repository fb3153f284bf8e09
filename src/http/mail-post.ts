import type { PostLetter } from '../permit/outbox/index.ts';

/** Letters through an SMTP server, `smtp(s)://user:password@host:port`; the connection is opened for each group. */
export async function smtpPost(url: string, from: string): Promise<PostLetter> {
  // Loaded only where letters are sent.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({ url, pool: true, maxConnections: 2, socketTimeout: 20_000 });
  return async ({ to, subject, text }) => {
    await transport.sendMail({
      from,
      to,
      subject,
      text,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
}
