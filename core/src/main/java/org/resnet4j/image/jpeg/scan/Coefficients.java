package org.resnet4j.image.jpeg.scan;

import java.util.List;
import org.resnet4j.image.jpeg.marker.Component;
import org.resnet4j.image.jpeg.marker.Frame;

/** The coefficients of a whole image, for images of several scans. */
public final class Coefficients {
  /** By component and row of blocks: 64 for each block, in zigzag order. */
  private final short[][][] rows;

  Coefficients(Frame frame) {
    List<Component> components = frame.components();
    rows = new short[components.size()][][];
    for (int i = 0; i < rows.length; i++) {
      Component component = components.get(i);
      rows[i] =
          new short[frame.unitsDown() * component.down()]
              [64 * frame.unitsAcross() * component.across()];
    }
  }

  /** A row of blocks of a component. */
  short[] row(int component, int row) {
    return rows[component][row];
  }

  /** The memory that they take, in bytes. */
  public static long bytes(Frame frame) {
    return frame.blocks() * 64 * Short.BYTES;
  }
}
