package org.resnet4j.image.jpeg.scan;

import java.util.Arrays;
import java.util.List;
import org.resnet4j.image.Rows;
import org.resnet4j.image.jpeg.marker.BitReader;
import org.resnet4j.image.jpeg.marker.Frame;
import org.resnet4j.image.jpeg.marker.MarkerReader;
import org.resnet4j.image.jpeg.marker.Scan;

/** Decodes the scans of an image to pixels, one row of MCUs at a time. */
public final class Picture {
  private final byte[] file;
  private final Frame frame;
  private final long[][] steps;
  private final List<Plane> planes;
  private final RowWriter writer;

  /** Takes the memory for some of its rows. */
  public Picture(byte[] file, MarkerReader markers, Rows rows) {
    this.file = file;
    frame = markers.frame();
    steps = Arrays.stream(markers.quantization()).map(Idct::steps).toArray(long[][]::new);
    planes = frame.components().stream().map(each -> new Plane(frame, each)).toList();
    writer = new RowWriter(frame, planes, markers.colourSpace(), rows);
  }

  /** Fills the planes with the samples of a row of units. */
  private interface RowSource {
    void read(int unitRow);
  }

  /** Decodes the only scan. */
  public void sequential(Scan scan) {
    BitReader in = new BitReader(file, scan.from(), scan.to());
    write(walk(scan, in, new SequentialScan(scan, in, steps, planes))::row);
  }

  /** Decodes several scans. */
  public void progressive(List<Scan> scans) {
    Coefficients coefficients = new Coefficients(frame);
    for (Scan scan : scans) {
      BitReader in = new BitReader(file, scan.from(), scan.to());
      UnitWalk walk = walk(scan, in, new CoefficientScan(frame, scan, in, coefficients));
      for (int row = 0; row < scan.unitsDown(frame); row++) {
        walk.row(row);
      }
    }
    CoefficientTransform transform = new CoefficientTransform();
    write(
        unitRow -> {
          for (int i = 0; i < planes.size(); i++) {
            int down = planes.get(i).component.down();
            for (int row = unitRow * down; row < (unitRow + 1) * down; row++) {
              transform.row(coefficients.row(i, row), steps[i], planes.get(i), row);
            }
          }
        });
  }

  private UnitWalk walk(Scan scan, BitReader in, BlockReader blocks) {
    return new UnitWalk(frame, scan, in, blocks);
  }

  /** Writes each row of units once the next is decoded, whose samples its last rows may need. */
  private void write(RowSource source) {
    for (int row = 0; row < frame.unitsDown(); row++) {
      source.read(row);
      if (row > 0) {
        writer.write(row - 1);
      }
    }
    writer.write(frame.unitsDown() - 1);
  }
}
