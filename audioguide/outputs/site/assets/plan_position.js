// A position on a plan: the affine map that was fitted to its reference points (plan_fit.py), with its error.
const METRES_PER_DEGREE = (Math.PI / 180) * 6371008.8;

export function locatePosition(fit, { lat, lon, accuracy }) {
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
