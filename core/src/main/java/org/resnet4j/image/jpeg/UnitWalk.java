package org.resnet4j.image.jpeg;

import org.resnet4j.image.ImageException;

/** Goes through the units of a scan, row by row, and over its restart markers (T.81, A.2). */
final class UnitWalk {
  private final Frame frame;
  private final Scan scan;
  private final BitReader in;
  private final BlockReader blocks;
  private final int unitsAcross;
  private int unitsToRestart;
  private int restarts;

  UnitWalk(Frame frame, Scan scan, BitReader in, BlockReader blocks) {
    this.frame = frame;
    this.scan = scan;
    this.in = in;
    this.blocks = blocks;
    unitsAcross = scan.unitsAcross(frame);
    start();
  }

  private void start() {
    in.startInterval();
    blocks.restart();
    unitsToRestart = scan.restartInterval() == 0 ? Integer.MAX_VALUE : scan.restartInterval();
  }

  /**
   * Reads the next row of units.
   *
   * @throws ImageException if its data is damaged or ends too early
   */
  void row(int row) throws ImageException {
    for (int column = 0; column < unitsAcross; column++) {
      if (unitsToRestart == 0) {
        in.restartMarker(restarts & 7);
        restarts++;
        start();
      }
      unitsToRestart--;
      if (scan.parts().size() == 1) {
        blocks.block(0, row, column);
        in.check();
      } else {
        interleaved(row, column);
      }
    }
  }

  private void interleaved(int row, int column) throws ImageException {
    for (int part = 0; part < scan.parts().size(); part++) {
      Component component = frame.components().get(scan.parts().get(part).component());
      for (int y = 0; y < component.down(); y++) {
        for (int x = 0; x < component.across(); x++) {
          blocks.block(part, row * component.down() + y, column * component.across() + x);
          in.check();
        }
      }
    }
  }
}
