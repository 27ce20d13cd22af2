// input[data-most-bytes]: a larger picture is made smaller before it is sent. Where the limit depends on a choice, each
// option has its own. The server checks the same limits, and says them to browsers without scripts.

const LONGEST_SIDE = 2400; // pixels, of a page at 300 dpi
const SHORTEST_SIDE = 64;
const STEP = 0.8; // smaller each time
const QUALITY = 0.85; // of JPEG

document.addEventListener("sending", ({ target, detail }) => {
  for (const input of target.querySelectorAll("input[type=file][data-most-bytes]")) detail.waitFor(shrink(input, detail.body));
});

// A file that is not a picture is sent unchanged, and the server refuses it.
async function shrink(input, body) {
  const [file] = input.files;
  const most = Number((input.form.querySelector("option[data-most-bytes]:checked") ?? input).dataset.mostBytes);
  if (!file || file.size <= most) return;
  const picture = await createImageBitmap(file).catch(() => null);
  const small = picture && (await smaller(picture, most, file.type));
  if (small) body.set(input.name, small, file.name);
}

async function smaller(picture, most, type) {
  const longest = Math.max(picture.width, picture.height);
  const kinds = type === "image/jpeg" ? ["image/jpeg"] : isOpaque(picture) ? ["image/png", "image/jpeg"] : ["image/png"];
  for (let side = Math.min(LONGEST_SIDE, longest); side >= SHORTEST_SIDE; side *= STEP) {
    const canvas = drawn(picture, side / longest);
    for (const kind of kinds) {
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, kind, QUALITY));
      if (blob && blob.size <= most) return blob;
    }
  }
  return null;
}

function drawn(picture, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// JPEG would turn what shines through black.
function isOpaque(picture) {
  const { width, height } = picture;
  const canvas = drawn(picture, Math.min(1, 256 / Math.max(width, height)));
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.every((value, at) => at % 4 < 3 || value === 255);
}
