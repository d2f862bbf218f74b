package org.resnet4j.image.jpeg.marker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.resnet4j.image.ImageException;

/** Reads and checks the segment that describes the picture (T.81, B.2.2). */
final class FrameReader {
  private FrameReader() {}

  static Frame read(Segments in, boolean progressive) {
    int precision = in.octet();
    if (precision != 8) {
      throw new ImageException(MarkerReader.unsupported("JPEG of " + precision + " bits"));
    }
    int height = in.number();
    int width = in.number();
    if (height == 0) {
      throw new ImageException(
          MarkerReader.unsupported("JPEG with its height after the image data (DNL)"));
    }
    if (width == 0) {
      throw new ImageException("it is 0 pixels wide");
    }
    int count = in.octet();
    if (count != 1 && count != 3 && count != 4) {
      throw new ImageException(
          "JPEG of " + count + " components is not supported: expected 1, " + "3 or 4");
    }
    int[] ids = new int[count];
    int[] across = new int[count];
    int[] down = new int[count];
    int[] quantization = new int[count];
    int mostAcross = 1;
    int mostDown = 1;
    for (int i = 0; i < count; i++) {
      ids[i] = in.octet();
      int factors = in.octet();
      // The sampling factors of a single component have no effect (T.81, A.2.2).
      across[i] = count == 1 ? 1 : factors >> 4;
      down[i] = count == 1 ? 1 : factors & 15;
      quantization[i] = in.octet();
      mostAcross = Math.max(mostAcross, across[i]);
      mostDown = Math.max(mostDown, down[i]);
      check(ids, i, factors, quantization[i]);
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (mostAcross % across[i] != 0 || mostDown % down[i] != 0) {
        throw new ImageException(
            String.format(
                Locale.ROOT,
                "JPEG sampling of %d x %d beside %d x %d is not supported",
                across[i],
                down[i],
                mostAcross,
                mostDown));
      }
      components.add(
          new Component(
              ids[i],
              across[i],
              down[i],
              quantization[i],
              Frame.ceilDiv(width * across[i], mostAcross),
              Frame.ceilDiv(height * down[i], mostDown)));
    }
    return new Frame(width, height, progressive, mostAcross, mostDown, components);
  }

  private static void check(int[] ids, int at, int factors, int quantization) {
    int across = factors >> 4;
    int down = factors & 15;
    if (across < 1 || across > 4 || down < 1 || down > 4) {
      throw new ImageException("a component has sampling factors " + across + " x " + down);
    }
    if (quantization > 3) {
      throw new ImageException("there is no quantization table " + quantization);
    }
    for (int i = 0; i < at; i++) {
      if (ids[i] == ids[at]) {
        throw new ImageException("two components have the number " + ids[at]);
      }
    }
  }
}
