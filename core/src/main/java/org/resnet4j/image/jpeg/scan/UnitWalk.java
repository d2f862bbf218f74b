package org.resnet4j.image.jpeg.scan;

import org.resnet4j.image.ImageException;
import org.resnet4j.image.jpeg.marker.BitReader;
import org.resnet4j.image.jpeg.marker.Component;
import org.resnet4j.image.jpeg.marker.Frame;
import org.resnet4j.image.jpeg.marker.Scan;

/** Iterates over the units of a scan, row by row, and over its restart markers (T.81, A.2). */
final class UnitWalk {
  private final Frame frame;
  private final Scan scan;
  private final BitReader in;
  private final BlockReader blocks;
  private final int unitsAcross;
  private int unitsToRestart;
  private int restarts;

  /**
   * Whether there is no data for this unit. The unit in which data ran out continues with zeros.
   */
  private boolean empty;

  UnitWalk(Frame frame, Scan scan, BitReader in, BlockReader blocks) {
    this.frame = frame;
    this.scan = scan;
    this.in = in;
    this.blocks = blocks;
    unitsAcross = scan.unitsAcross(frame);
    start();
  }

  private void start() {
    blocks.restart();
    unitsToRestart = scan.restartInterval() == 0 ? Integer.MAX_VALUE : scan.restartInterval();
  }

  /**
   * Reads the next row of units. Those for which there is no data before the next marker stay
   * empty.
   *
   * @throws ImageException if the file ends within its data
   */
  void row(int row) {
    for (int column = 0; column < unitsAcross; column++) {
      if (unitsToRestart == 0) {
        in.restart(restarts & 7);
        restarts++;
        start();
      }
      unitsToRestart--;
      empty = in.exhausted();
      if (scan.parts().size() == 1) {
        block(0, row, column);
      } else {
        interleaved(row, column);
      }
    }
  }

  private void interleaved(int row, int column) {
    for (int part = 0; part < scan.parts().size(); part++) {
      Component component = frame.components().get(scan.parts().get(part).component());
      for (int y = 0; y < component.down(); y++) {
        for (int x = 0; x < component.across(); x++) {
          block(part, row * component.down() + y, column * component.across() + x);
        }
      }
    }
  }

  private void block(int part, int row, int column) {
    if (empty) {
      blocks.empty(part, row, column);
    } else {
      blocks.block(part, row, column);
      in.check();
    }
  }
}
