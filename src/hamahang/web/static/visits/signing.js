// A signature drawn with a finger, a pen or a mouse; who cannot draw types the name beside it.

const WIDTH = 600;
const HEIGHT = 200;

export function pad(label, { content, changed }) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  canvas.className = "pad";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  const pen = canvas.getContext("2d");
  const blank = () => {
    pen.fillStyle = "#fff"; // ink on paper in the dark mode too: it is sent as it is seen
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    Object.assign(pen, { strokeStyle: "#1d2733", lineWidth: 3, lineCap: "round", lineJoin: "round" });
  };
  blank();
  if (content) createImageBitmap(new Blob([content])).then((picture) => pen.drawImage(picture, 0, 0));

  let drawing = false;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * WIDTH) / box.width, ((event.clientY - box.top) * HEIGHT) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (!drawing) return;
      drawing = false;
      // at once, not by and by: the stroke must be kept before the page can go
      const [, coded] = canvas.toDataURL("image/png").split(",");
      changed(Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0)).buffer);
    });
  }
  return { canvas, clear: () => { blank(); changed(null); } };
}
