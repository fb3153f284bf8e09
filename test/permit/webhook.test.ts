import { describe, expect, it } from 'vitest';
import type { Claimed } from '../../src/permit/outbox/claim.ts';
import { isPublic, networkList } from '../../src/permit/outbox/networks.ts';
import type { Posted } from '../../src/permit/outbox/post.ts';
import { sendWebhook } from '../../src/permit/outbox/webhook.ts';

const CLAIMED: Claimed = {
  event_id: 'e1',
  webhook_id: 'w1',
  attempts: 1,
  url: 'https://sodamolek.example/hook',
  secret: 'rahasia',
  topic: 'berkas.tahap',
  file_id: 'f1',
  seq: 1,
  payload: '{}',
  created_at: '2026-02-01T08:00:00+08:00',
};

/** Sends to a host whose name leads to these addresses; gives where it connected, or the problem. */
async function sendTo(url: string, addresses: readonly string[], networks: readonly string[] = []) {
  let posted: Posted | null = null;
  const sent = await sendWebhook({ ...CLAIMED, url }, new Date(0), {
    networks: networkList(networks),
    resolve: async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    post: async (given) => {
      posted = given;
      return 200;
    },
  });
  if (!sent.ok) return sent.problems[0]!.code;
  return (posted as Posted | null)!.address.address;
}

describe('addresses that a webhook may go to', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.8',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.7',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    '2001::1',
    'fec0::1',
  ])('%s: refused', async (address) => {
    expect(isPublic(address)).toBe(false);
    expect(await sendTo(CLAIMED.url, [address])).toBe('webhook.address');
  });

  it.each([
    '1.1.1.1',
    '103.28.12.1',
    '172.32.0.1',
    '2606:4700::1111',
    '2404:8000::1',
  ])('%s: permitted', async (address) => {
    expect(await sendTo(CLAIMED.url, [address])).toBe(address);
  });

  it('one private address among public ones is enough to refuse', async () => {
    expect(await sendTo(CLAIMED.url, ['1.1.1.1', '10.0.0.1'])).toBe('webhook.address');
  });

  it('our own networks are permitted where they are named, also without TLS', async () => {
    expect(await sendTo('http://intranet/hook', ['10.1.2.3'], ['10.1.0.0/16'])).toBe('10.1.2.3');
    expect(await sendTo('http://intranet/hook', ['10.2.2.3'], ['10.1.0.0/16'])).toBe(
      'webhook.address',
    );
    expect(await sendTo('http://[fd00::5]/hook', ['fd00::5'], ['fd00::/64'])).toBe('fd00::5');
  });

  it('nothing goes to the outside without TLS, nor to another protocol, nor to a host that is not found', async () => {
    expect(await sendTo('http://contoh.id/', ['1.1.1.1'])).toBe('webhook.url');
    expect(await sendTo('file:///etc/passwd', ['1.1.1.1'])).toBe('webhook.url');
    expect(await sendTo('nonsense', ['1.1.1.1'])).toBe('webhook.url');
    expect(await sendTo(CLAIMED.url, [])).toBe('webhook.host');
  });
});
