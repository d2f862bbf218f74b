package org.resnet4j.image.jpeg.scan;

import java.util.Arrays;
import java.util.List;
import org.resnet4j.image.Region;
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
  private final Region units;
  private final RowWriter writer;

  /** Takes the memory for some of its rows. */
  public Picture(byte[] file, MarkerReader markers, Rows rows) {
    this.file = file;
    frame = markers.frame();
    steps = Arrays.stream(markers.quantization()).map(Idct::steps).toArray(long[][]::new);
    Region region = rows.region(frame.height(), frame.width());
    units = frame.units(region);
    planes = frame.components().stream().map(each -> new Plane(each, units)).toList();
    writer = new RowWriter(frame, region, units, planes, markers.colourSpace(), rows);
  }

  /** Fills the planes with the samples of a row of units. */
  private interface RowSource {
    void read(int unitRow);
  }

  /** Decodes the only scan. */
  public void sequential(Scan scan) {
    BitReader in = new BitReader(file, scan.from(), scan.to());
    UnitWalk walk = new UnitWalk(frame, scan, in, new SequentialScan(scan, in, steps, planes));
    for (int row = 0; row < units.top(); row++) {
      walk.row(row);
    }
    write(walk::row);
    for (int row = units.bottom(); row < end(scan); row++) {
      walk.row(row);
    }
  }

  /** Decodes several scans. */
  public void progressive(List<Scan> scans) {
    Coefficients coefficients = new Coefficients(frame);
    for (Scan scan : scans) {
      BitReader in = new BitReader(file, scan.from(), scan.to());
      UnitWalk walk =
          new UnitWalk(frame, scan, in, new CoefficientScan(frame, scan, in, coefficients));
      for (int row = 0; row < end(scan); row++) {
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

  /**
   * The row after the last that is read: in a scan that the end of the file may have cut short, the
   * last of all, so that an incomplete file is detected.
   */
  private int end(Scan scan) {
    int rows = scan.unitsDown(frame);
    return scan.isClosed(file) ? Math.min(units.bottom() * scan.rowsOfUnit(frame), rows) : rows;
  }

  /**
   * Writes each needed row of units once the next is decoded, whose samples its last rows may need.
   */
  private void write(RowSource source) {
    for (int row = units.top(); row < units.bottom(); row++) {
      source.read(row);
      if (row > units.top()) {
        writer.write(row - 1);
      }
    }
    writer.write(units.bottom() - 1);
  }
}
