// Photos are made small and drawn anew: what the camera wrote beside the picture (place, device, moment) goes with it.

const LONGEST = 1600;
const QUALITY = 0.8;

export async function reduced(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // what was see-through becomes paper, not black
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return blob.arrayBuffer();
}

// drawn, not linked: the page's policy knows no addresses of pictures in memory
export async function shown(content, label) {
  const picture = await createImageBitmap(new Blob([content]));
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, 480 / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  picture.close();
  return canvas;
}

// asked only when the button is pressed; the device asks once more
export function whereAmI() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) reject(new Error("no place"));
    else navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude }),
      reject,
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  });
}
