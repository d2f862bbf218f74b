package org.resnet4j.image.jpeg.marker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Orientation;

/** Reads and checks everything in a file except the entropy-coded data (T.81, Annex B). */
public final class MarkerReader {
  private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.ISO_8859_1);

  /** The color transform in Adobe's marker (Adobe technical note 5116, page 23). */
  private static final int NO_ADOBE = -1;

  private static final int AS_THEY_ARE = 0;

  /**
   * The largest allowed bit position of a scan: encoders use up to 3. The standard's 13 would allow
   * a pass over the image for each bit.
   */
  private static final int MOST_LOW = 5;

  private final byte[] file;
  private final Segments segments;

  /** Offsets of Huffman table definitions in the file, DC before AC; 0 for none. */
  private final int[] huffman = new int[8];

  private final int[][] quantization = new int[4][];
  private int restartInterval;
  private @Nullable Orientation orientation;
  private boolean jfif;
  private int adobe = NO_ADOBE;
  private @Nullable Frame frame;
  private final List<Scan> scans = new ArrayList<>();

  /** By component: the quantization table at its first scan, in zigzag order. */
  private int[][] tables = {};

  /**
   * Reads up to the first scan.
   *
   * @throws ImageException if that is no JPEG file or one of a kind that is not supported
   */
  public MarkerReader(byte[] file) {
    this.file = file;
    segments = new Segments(file);
    if (!readToScan()) {
      throw BitReader.cutShort();
    }
    if (frame == null) {
      throw new ImageException("a scan comes before the picture's size");
    }
  }

  /** The picture. */
  public Frame frame() {
    if (frame == null) {
      throw new IllegalStateException("no frame was read");
    }
    return frame;
  }

  /** The orientation in Exif. */
  public Orientation orientation() {
    return orientation == null ? Orientation.UPRIGHT : orientation;
  }

  /** Quantization tables by component, in zigzag order; after {@link #readScans}. */
  public int[][] quantization() {
    return tables;
  }

  /**
   * Reads all scans but their data.
   *
   * @throws ImageException if they are invalid or incomplete
   */
  public List<Scan> readScans() {
    tables = new int[frame().components().size()][];
    Progress progress = new Progress(frame());
    do {
      Scan scan = readScan();
      progress.add(scan);
      scans.add(scan);
    } while (readToScan());
    progress.finish();
    return scans;
  }

  /** The color space, by libjpeg's rules where the file does not state it. */
  public ColourSpace colourSpace() {
    List<Component> components = frame().components();
    if (components.size() == 1) {
      return ColourSpace.GREY;
    }
    if (components.size() == 4) {
      return adobe == NO_ADOBE || adobe == AS_THEY_ARE ? ColourSpace.CMYK : ColourSpace.YCCK;
    }
    boolean named =
        components.get(0).id() == 'R'
            && components.get(1).id() == 'G'
            && components.get(2).id() == 'B';
    boolean rgb = !jfif && (adobe == NO_ADOBE ? named : adobe == AS_THEY_ARE);
    return rgb ? ColourSpace.RGB : ColourSpace.YCC;
  }

  /** Whether there is another scan. */
  private boolean readToScan() {
    while (true) {
      int marker = segments.marker();
      if (marker == Marker.EOI) {
        return false;
      }
      if (marker == Marker.TEM || Marker.isRestart(marker)) {
        continue;
      }
      segments.open();
      if (marker == Marker.SOS) {
        return true;
      }
      readSegment(marker);
      segments.close();
    }
  }

  private void readSegment(int marker) {
    switch (marker) {
      case Marker.SOF0, Marker.SOF1, Marker.SOF2 -> readFrame(marker == Marker.SOF2);
      case Marker.DHT -> readHuffman();
      case Marker.DQT -> readQuantization();
      case Marker.DRI -> restartInterval = segments.number();
      case Marker.APP0 -> jfif |= segments.left() >= 14 && startsWith(JFIF);
      case Marker.APP1 -> readExif();
      case Marker.APP14 -> readAdobe();
      default -> checkHarmless(marker);
    }
  }

  private static void checkHarmless(int marker) {
    if ((marker > Marker.APP0 && marker <= Marker.APP15)
        || marker == Marker.COM
        || marker == Marker.DAC) {
      return;
    }
    throw new ImageException(
        switch (marker) {
          case 0xC3 -> unsupported("lossless JPEG");
          case 0xC5, 0xC6, 0xC7, Marker.DHP, Marker.EXP -> unsupported("hierarchical JPEG");
          case 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF -> unsupported("JPEG with arithmetic coding");
          case Marker.DNL -> unsupported("JPEG with its height after the image data (DNL)");
          case Marker.SOI -> "a second image begins before the first is complete";
          default -> String.format(Locale.ROOT, "marker 0xFF%02X is not known", marker);
        });
  }

  /** The error for an unsupported kind of JPEG. */
  static String unsupported(String kind) {
    return kind + " is not supported: save it as 8-bit baseline or progressive JPEG";
  }

  private boolean startsWith(byte[] name) {
    int from = segments.position();
    return segments.left() >= name.length
        && Arrays.equals(file, from, from + name.length, name, 0, name.length);
  }

  private void readExif() {
    int from = segments.position();
    int to = from + segments.left();
    if (orientation == null && Exif.isIn(file, from, to)) {
      orientation = Exif.orientation(file, from, to);
    }
  }

  private void readAdobe() {
    if (segments.left() >= 12 && startsWith(ADOBE)) {
      adobe = file[segments.position() + 11] & 0xFF;
    }
  }

  private void readHuffman() {
    while (segments.left() > 0) {
      int slot = segments.octet();
      if ((slot & 0xEC) != 0) {
        throw new ImageException(
            String.format(Locale.ROOT, "there is no Huffman table 0x%02X", slot));
      }
      huffman[slot >> 2 | (slot & 3)] = segments.position();
      int symbols = 0;
      for (int length = 1; length <= 16; length++) {
        symbols += segments.octet();
      }
      segments.skip(symbols);
    }
  }

  private void readQuantization() {
    while (segments.left() > 0) {
      int head = segments.octet();
      if ((head & 0xEC) != 0) {
        throw new ImageException(
            String.format(Locale.ROOT, "there is no quantization table 0x%02X", head));
      }
      int[] table = new int[64];
      for (int k = 0; k < 64; k++) {
        table[k] = head >> 4 == 0 ? segments.octet() : segments.number();
      }
      quantization[head & 3] = table;
    }
  }

  private void readFrame(boolean progressive) {
    if (frame != null) {
      throw new ImageException("it has more than one picture size");
    }
    frame = FrameReader.read(segments, progressive);
  }

  private Scan readScan() {
    Frame picture = frame();
    int count = segments.octet();
    if (count < 1 || count > picture.components().size()) {
      throw new ImageException("a scan has " + count + " components");
    }
    int[] components = new int[count];
    int[] slots = new int[count];
    for (int i = 0; i < count; i++) {
      components[i] = component(segments.octet());
      slots[i] = segments.octet();
      if ((slots[i] & 0xCC) != 0) {
        throw new ImageException(
            String.format(Locale.ROOT, "there are no Huffman tables 0x%02X", slots[i]));
      }
    }
    int first = segments.octet();
    int last = segments.octet();
    int bits = segments.octet();
    if (!picture.progressive()) {
      // Some programs set these to other values, which have no meaning here.
      first = 0;
      last = 63;
      bits = 0;
    }
    checkBand(picture, count, first, last, bits);
    segments.close();
    boolean needsDc = first == 0 && bits >> 4 == 0;
    List<Scan.Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keepQuantization(picture, components[i]);
      parts.add(
          new Scan.Part(
              components[i],
              needsDc ? huffman(slots[i] >> 4).forDc() : HuffmanTable.NONE,
              last > 0 ? huffman(4 + (slots[i] & 3)) : HuffmanTable.NONE));
    }
    int from = segments.position();
    segments.skipData();
    return new Scan(
        parts, first, last, bits >> 4, bits & 15, restartInterval, from, segments.position());
  }

  private static void checkBand(Frame frame, int components, int first, int last, int bits) {
    int high = bits >> 4;
    int low = bits & 15;
    boolean band =
        first == 0
            ? last == 0 || !frame.progressive()
            : components == 1 && first <= last && last < 64;
    if (!band || low > MOST_LOW || (high > 0 && high != low + 1)) {
      throw new ImageException(
          String.format(
              Locale.ROOT, "a scan of coefficients %d to %d, bits 0x%02X", first, last, bits));
    }
  }

  private int component(int id) {
    List<Component> components = frame().components();
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i).id() == id) {
        return i;
      }
    }
    throw new ImageException("a scan of component " + id + ", which the picture lacks");
  }

  private void keepQuantization(Frame picture, int component) {
    if (tables[component] != null) {
      return;
    }
    int[] table = quantization[picture.components().get(component).quantization()];
    if (table == null) {
      throw new ImageException("a quantization table is missing");
    }
    tables[component] = table;
  }

  /**
   * The table in a slot.
   *
   * @param slot DC before AC, four of each
   */
  private HuffmanTable huffman(int slot) {
    if (huffman[slot] != 0) {
      return new HuffmanTable(file, huffman[slot]);
    }
    if (frame().progressive()) {
      throw new ImageException("a Huffman table is missing");
    }
    return TypicalTables.of(slot >= 4, slot & 3);
  }
}
