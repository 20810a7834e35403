import type { WebSocket } from 'ws';

/** Milliseconds between pings, and in which each must be answered. */
const INTERVAL = 12_000;

/**
 * Pings a client, and hangs up when it does not answer. One that still has something to take is not asked: the ping would
 * wait behind it, and whether it takes things in time others look after.
 */
export function keepAlive(socket: WebSocket, interval = INTERVAL): void {
  let isAnswered = true;
  const timer = setInterval(() => {
    if (!isAnswered && socket.bufferedAmount === 0) return socket.terminate();
    if (socket.readyState !== socket.OPEN || socket.bufferedAmount > 0) return;
    isAnswered = false;
    socket.ping();
  }, interval);
  socket.on('pong', () => (isAnswered = true));
  // A message shows as well that somebody is there.
  socket.on('message', () => (isAnswered = true));
  socket.once('close', () => clearInterval(timer));
}
