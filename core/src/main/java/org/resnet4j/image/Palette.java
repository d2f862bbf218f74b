package org.resnet4j.image;

/** The colours of an indexed image. */
public final class Palette {
  private final byte[] rgb = new byte[3 * 256];

  /** Grey levels: the colour of an index without an entry, as in Pillow. */
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

  /** Reads {@code colours} entries of three bytes, red first. */
  public void read(ByteReader in, int colours) {
    for (int i = 0; i < colours; i++) {
      set(i, in.u8(), in.u8(), in.u8());
    }
  }

  /** Writes the colour of an index (its low 8 bits) to three bytes. */
  public void paint(int index, byte[] pixels, int at) {
    int from = 3 * (index & 0xFF);
    pixels[at] = rgb[from];
    pixels[at + 1] = rgb[from + 1];
    pixels[at + 2] = rgb[from + 2];
  }
}
