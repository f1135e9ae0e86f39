// Which stop is near, judged position by position, and which has been reached. Pure: it knows neither page nor clock.
const RADIUS_M = 6371009;
export const STALE_MS = 30000;
// a position that is worse says where the visitor may be, but not that a stop has been reached
const MAX_ERROR_M = 100;
// by how much another stop must be nearer to take the place of the nearest one
const NEARER_M = 10;
// positions within the radius that make an arrival: a single one may be wrong
const ARRIVING = 2;
// times the radius, beyond which an arrival begins again
const LEAVING = 1.3;

export function measureDistance(a, b) {
  const radians = Math.PI / 180;
  const east = (((b.lon - a.lon + 540) % 360) - 180) * Math.cos(((a.lat + b.lat) / 2) * radians);
  return RADIUS_M * radians * Math.hypot(east, b.lat - a.lat);
}

// `stops`: { number, lat, lon, trigger }; `reached`: numbers that are not to be offered again.
// Gives a function: position { lat, lon, accuracy, time }, now in ms → { isStale, isRough, nearest, metres, arrived }.
export function createJudge(stops, reached = []) {
  const done = new Set(reached);
  const counts = {};
  let nearest = null;
  return (position, now) => {
    if (now - position.time > STALE_MS) return { isStale: true, isRough: false, nearest, metres: 0, arrived: null };
    const distances = new Map(stops.map((stop) => [stop, measureDistance(position, stop)]));
    const sorted = [...stops].sort((a, b) => distances.get(a) - distances.get(b));
    const [first] = sorted;
    if (!nearest || distances.get(first) < distances.get(nearest) - NEARER_M) nearest = first || null;
    const isRough = position.accuracy > MAX_ERROR_M;
    let arrived = null;
    for (const stop of isRough ? [] : sorted) {
      const { number, trigger } = stop;
      const metres = distances.get(stop);
      if (!trigger || done.has(number)) continue;
      if (metres <= trigger) counts[number] = (counts[number] || 0) + 1;
      else if (metres > trigger * LEAVING) counts[number] = 0;
      if (arrived || counts[number] < ARRIVING || metres > trigger) continue;
      arrived = stop;
      done.add(number);
    }
    return { isStale: false, isRough, nearest, metres: nearest ? distances.get(nearest) : 0, arrived };
  };
}
