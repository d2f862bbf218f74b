package org.resnet4j.image;

/** The colours that the indices of a picture stand for. */
public final class Palette {
  private final byte[] rgb = new byte[3 * 256];

  /** The levels of grey: what an index stands for that has no colour, as in Pillow. */
  public Palette() {
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3);
    }
  }

  public void set(int index, int red, int green, int blue) {
    rgb[3 * index] = (byte) red;
    rgb[3 * index + 1] = (byte) green;
    rgb[3 * index + 2] = (byte) blue;
  }

  /** As many colours of three bytes, red first, as are wanted. */
  public void read(ByteReader in, int colours) throws ImageException {
    for (int i = 0; i < colours; i++) {
      set(i, in.u8(), in.u8(), in.u8());
    }
  }

  /** Writes the colour of an index (of its low 8 bits) to three bytes. */
  public void paint(int index, byte[] pixels, int at) {
    int from = 3 * (index & 0xFF);
    pixels[at] = rgb[from];
    pixels[at + 1] = rgb[from + 1];
    pixels[at + 2] = rgb[from + 2];
  }
}
