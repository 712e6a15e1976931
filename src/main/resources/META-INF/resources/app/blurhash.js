/** Draws the few colours that a blurhash encodes: the page loads no pictures. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';

export function drawBlurhash(hash, canvas) {
  const colours = decode(hash);
  if (!colours) {
    return;
  }
  const { width, height } = canvas;
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let [red, green, blue] = [0, 0, 0];
      for (let j = 0; j < colours.rows; j += 1) {
        for (let i = 0; i < colours.columns; i += 1) {
          const weight = Math.cos((Math.PI * x * i) / width) * Math.cos((Math.PI * y * j) / height);
          const colour = colours.values[i + j * colours.columns];
          red += colour[0] * weight;
          green += colour[1] * weight;
          blue += colour[2] * weight;
        }
      }
      const at = 4 * (x + y * width);
      image.data[at] = toSrgb(red);
      image.data[at + 1] = toSrgb(green);
      image.data[at + 2] = toSrgb(blue);
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}

function decode(hash) {
  const size = number(hash?.slice(0, 1) ?? '');
  const columns = (size % 9) + 1;
  const rows = Math.floor(size / 9) + 1;
  if (!(size >= 0) || hash.length !== 4 + 2 * columns * rows) {
    return null;
  }
  const greatest = (number(hash[1]) + 1) / 166;
  const average = number(hash.slice(2, 6));
  const values = [[toLinear(average >> 16), toLinear((average >> 8) & 255), toLinear(average & 255)]];
  for (let i = 1; i < columns * rows; i += 1) {
    const value = number(hash.slice(4 + i * 2, 6 + i * 2));
    values.push([Math.floor(value / 361), Math.floor(value / 19) % 19, value % 19]
      .map((digit) => Math.sign(digit - 9) * ((digit - 9) / 9) ** 2 * greatest));
  }
  return { columns, rows, values };
}

function number(text) {
  return [...text].reduce((sum, digit) => sum * 83 + DIGITS.indexOf(digit), 0);
}

function toLinear(value) {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function toSrgb(value) {
  const share = Math.max(0, Math.min(1, value));
  return Math.round(255 * (share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055));
}
