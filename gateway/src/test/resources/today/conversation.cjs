'use strict';
// Talks to a gateway through mqtt.js and prints a line for each step that went well.
// node conversation.cjs URL LEVEL THING TOKEN [CA-FILE]

const assert = require('node:assert');
const fs = require('node:fs');
const mqtt = require('mqtt');

const [url, level, thing, token, ca] = process.argv.slice(2);
const ping = '{"1":{"command":"diag.ping"}}';
const pong = '{"1":{"success":true}}';
const open = [];

function connect(clientId, more = {}) {
  const client = mqtt.connect(url, {
    clientId,
    username: thing,
    password: token,
    protocolId: level === '3' ? 'MQIsdp' : 'MQTT',
    protocolVersion: Number(level),
    reconnectPeriod: 0,
    ...(ca && { ca: fs.readFileSync(ca) }),
    ...more,
  });
  open.push(client);
  const waiting = [];
  const messages = [];
  client.on('message', (topic, payload, packet) => {
    const message = { topic, text: payload.toString(), packet };
    waiting.length ? waiting.shift()(message) : messages.push(message);
  });
  client.next = () => messages.length ? Promise.resolve(messages.shift()) : new Promise((take) => waiting.push(take));
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve(client));
    client.once('error', reject);
  });
}

const publish = (client, topic, text, options = {}) =>
  new Promise((resolve, reject) => client.publish(topic, text, options, (e) => (e ? reject(e) : resolve())));
const subscribe = (client, filter, qos) =>
  new Promise((resolve, reject) => client.subscribe(filter, { qos }, (e) => (e ? reject(e) : resolve())));
const cut = (client) => client.stream.destroy();

const steps = {
  async reply(client) {
    for (const qos of [0, 1, 2]) {
      await publish(client, `api/000${qos}`, ping, { qos });
      const { topic, text } = await client.next();
      assert.deepStrictEqual([topic, text], [`reply/000${qos}`, pong]);
    }
  },
  async 'one copy'(client) {
    await subscribe(client, 'reply/#', 1);
    for (let i = 0; i < 10; i++) await publish(client, `api/${i}`, ping, { qos: 1 });
    for (let i = 0; i < 10; i++) assert.strictEqual((await client.next()).topic, `reply/${i}`);
    await publish(client, 'api/end', ping);
    assert.strictEqual((await client.next()).topic, 'reply/end');
  },
  async 'large reply'(client) {
    const text = '0123456789'.repeat(90000);
    await publish(client, 'api', `{"1":{"command":"diag.echo","params":{"text":"${text}"}}}`, { qos: 1 });
    assert.strictEqual(JSON.parse((await client.next()).text)['1'].params.text, text);
  },
  async group(client, other) {
    await subscribe(client, `${thing}/news/+`, 2);
    for (const qos of [0, 1, 2]) await publish(other, `${thing}/news/${qos}`, `news ${qos}`, { qos });
    for (const qos of [0, 1, 2]) assert.strictEqual((await client.next()).text, `news ${qos}`);
  },
  async retained(client, other) {
    await publish(other, `${thing}/state`, 'on', { qos: 1, retain: true });
    await subscribe(client, `${thing}/state`, 1);
    const { text, packet } = await client.next();
    assert.deepStrictEqual([text, packet.retain], ['on', true]);
  },
  async will(client) {
    await subscribe(client, `${thing}/will`, 0);
    const lost = await connect('lost', { will: { topic: `${thing}/will`, payload: 'lost', qos: 0, retain: false } });
    cut(lost);
    assert.strictEqual((await client.next()).text, 'lost');
  },
  async 'kept session'(client, other) {
    const kept = { clean: false, ...(level === '5' && { properties: { sessionExpiryInterval: 3600 } }) };
    await subscribe(client, `${thing}/will`, 0);
    const will = { topic: `${thing}/will`, payload: 'gone', qos: 0, retain: false };
    const before = await connect('kept', { ...kept, will });
    await subscribe(before, `${thing}/missed`, 1);
    cut(before);
    assert.strictEqual((await client.next()).text, 'gone');
    await publish(other, `${thing}/missed`, 'missed', { qos: 1 });
    const after = await connect('kept', kept);
    await publish(other, `${thing}/missed`, 'heard', { qos: 1 });
    // By MQTT 3.1 everything comes at QoS 0, and nothing is kept of that.
    if (level !== '3') assert.strictEqual((await after.next()).text, 'missed');
    assert.strictEqual((await after.next()).text, 'heard');
  },
  async 'wrong password'() {
    await assert.rejects(connect('stranger', { password: 'wrong' }), (e) => e.code === (level === '5' ? 134 : 4));
  },
};
if (level === '5') {
  steps.correlation = async (client) => {
    const properties = { responseTopic: 'reply/mine', correlationData: Buffer.from('42') };
    await publish(client, 'api', ping, { properties });
    const { topic, packet } = await client.next();
    assert.deepStrictEqual([topic, packet.properties.correlationData.toString()], ['reply/mine', '42']);
  };
}

(async () => {
  for (const [name, step] of Object.entries(steps)) {
    const client = await connect('app');
    const other = await connect('other');
    await step(client, other);
    console.log(name);
    open.splice(0).forEach((each) => each.end(true));
  }
})().catch((e) => {
  console.log(e);
  process.exit(1);
});
