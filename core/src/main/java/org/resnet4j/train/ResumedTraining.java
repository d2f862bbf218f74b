package org.resnet4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.io.FormatException;
import org.resnet4j.layer.Shape;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunSettings;

/**
 * Resumes a stopped or killed run, which ends with the weights of an uninterrupted one; of a
 * finished run it gives the results. The settings are those in the run's folder: only what the
 * folder cannot hold is set here.
 */
public final class ResumedTraining {
  private final Path directory;
  private Catalog catalog = Catalog.standard();
  private DataSets dataSets = DataSets.standard();
  private @Nullable Split given;
  private @Nullable String moved;
  private @Nullable Path dataDir;
  private Progress progress = Progress.SILENT;
  private BooleanSupplier stop = () -> false;

  ResumedTraining(Path directory) {
    this.directory = directory;
  }

  /** Takes the network from another catalog. */
  public ResumedTraining catalog(Catalog value) {
    catalog = value;
    return this;
  }

  /** Takes the data from other data sets. */
  public ResumedTraining dataSets(DataSets value) {
    dataSets = value;
    return this;
  }

  /** Trains on the images of a program, with which the run was started. */
  public ResumedTraining data(Split value) {
    given = value;
    return this;
  }

  /** Sets the present location of the pictures, as {@code folder:DIR}, if they have moved. */
  public ResumedTraining data(String value) {
    moved = value;
    return this;
  }

  /** Sets the folder with the files of a named data set, if it has moved. */
  public ResumedTraining dataDirectory(Path value) {
    dataDir = value;
    return this;
  }

  /** Reports progress here. */
  public ResumedTraining progress(Progress value) {
    progress = value;
    return this;
  }

  /** Stops after the first step for which this is true; the run can be resumed again. */
  public ResumedTraining stopWhen(BooleanSupplier value) {
    stop = value;
    return this;
  }

  /**
   * Trains on from the last checkpoint.
   *
   * @throws org.resnet4j.io.FormatException if the run's files are damaged, or its data have
   *     changed
   * @throws IOException if there is no run in the folder, or it cannot be read
   */
  public Run run() throws IOException {
    RunFolder folder = RunFolder.open(directory);
    RunRecord record = folder.record();
    try (Trainer trainer = trainer(folder, record)) {
      return Run.of(folder, trainer, progress, stop);
    }
  }

  private Trainer trainer(RunFolder folder, RunRecord record) throws IOException {
    RunSettings settings = record.settings();
    try {
      Split images =
          (given == null ? open(record) : given)
              .limitUnlessZero(settings.limitTrain(), settings.limitTest());
      return new Trainer(catalog, settings, images, folder);
    } catch (IllegalArgumentException e) {
      throw new FormatException(
          folder.path(),
          "its settings do not fit: "
              + e.getMessage()
              + "; a run on a program's own network or data is resumed with catalog, dataSets or"
              + " data",
          e);
    }
  }

  private Split open(RunRecord record) {
    RunSettings settings = record.settings();
    Shape shape = settings.options().input();
    ResizeCrop crop = ResizeCrop.covering(shape.height(), shape.width());
    Path place = dataDir;
    if (place == null && record.dataDir() != null) {
      place = Path.of(record.dataDir());
    }
    return dataSets.open(
        moved == null ? settings.data() : moved,
        place,
        settings.reading().options(crop, shape.channels(), Run::warn));
  }
}
