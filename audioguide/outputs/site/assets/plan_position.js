// A position on a plan: the affine map that was fitted to its reference points (plan_fit.py), with its error.
const METRES_PER_DEGREE = (Math.PI / 180) * 6371008.8;

export function locatePosition(fit, { lat, lon, accuracy }) {
  if (fit.world) return locateOnMap(fit, { lat, lon, accuracy });
  const [originLat, originLon] = fit.origin;
  const east = (((lon - originLon + 540) % 360) - 180) * METRES_PER_DEGREE * Math.cos((originLat * Math.PI) / 180);
  const north = (lat - originLat) * METRES_PER_DEGREE;
  const [x, y] = [fit.x, fit.y].map(([a, b, c]) => a * east + b * north + c);
  const scale = Math.sqrt(Math.abs(fit.x[0] * fit.y[1] - fit.x[1] * fit.y[0]));
  const [ee, nn, en] = fit.spread;
  const ofPlan = fit.scatter * Math.sqrt(1 + ee * east * east + nn * north * north + en * east * north);
  const error = Math.hypot(ofPlan, accuracy * scale);
  return { x, y, error, metres: error / scale };
}

// On a real map: Mercator, of which the world is the square from 0 to 1; it has no error of its own.
function locateOnMap({ world, width }, { lat, lon, accuracy }) {
  const [left, top, share] = world;
  const middle = left + share / 2;
  const x = (lon + 180) / 360;
  const y = 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
  const scale = width / share;
  const error = (accuracy * scale) / (METRES_PER_DEGREE * 360 * Math.cos((lat * Math.PI) / 180));
  return { x: (x + Math.round(middle - x) - left) * scale, y: (y - top) * scale, error, metres: accuracy };
}
