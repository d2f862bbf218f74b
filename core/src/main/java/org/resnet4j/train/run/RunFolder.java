package org.resnet4j.train.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.Json;
import org.resnet4j.io.LockFile;
import org.resnet4j.io.MadeFolders;
import org.resnet4j.model.BestWeights;
import org.resnet4j.train.Trainer;

/**
 * The folder of one training run: {@code run.json} (all that is needed to repeat it, and at the end
 * the results), {@code log.jsonl} (a line an epoch; the same as {@code metrics.csv} and for
 * TensorBoard as {@code events.out.tfevents.*}), {@code last.ckpt} (to go on from), {@code
 * best.safetensors} (the weights with the highest accuracy of an epoch) and {@code report.html}; of
 * a study's runs also {@code epoch-NNN.safetensors} (the weights after some epochs) and, if it was
 * given up, {@code diverged.txt} (why).
 */
public final class RunFolder {
  private static final String LOCK = ".lock";

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * A new run's folder, made with its parents; an empty one may exist already. Of several processes
   * that begin a run in one folder, one does.
   *
   * @throws FileAlreadyExistsException if it has files in it, or is one
   */
  public static RunFolder create(Path path, RunRecord record) throws IOException {
    RunFolder folder = new RunFolder(path);
    requireFree(path);
    try (MadeFolders made = MadeFolders.upTo(path);
        LockFile lock = LockFile.tryTake(lockFile(path)).orElseThrow(() -> taken(path))) {
      requireFree(path); // Nobody else begins one from here on.
      try {
        folder.writeRecord(record);
      } catch (IOException e) {
        Files.deleteIfExists(lockFile(path));
        throw e;
      }
    }
    return folder;
  }

  /**
   * Checks that a folder can be begun: it is not there, or empty. What a killed process left while
   * it wrote the first file does not count.
   *
   * @throws FileAlreadyExistsException if it has files in it, or is one
   */
  public static void requireFree(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.isDirectory(path)) {
      throw new FileAlreadyExistsException(
          path.toString(), null, "it is a file, not a folder; choose another folder");
    }
    try (Stream<Path> files = Files.list(path.toAbsolutePath())) {
      if (!files.allMatch(
          file -> AtomicFile.isTemporary(file) || file.getFileName().toString().equals(LOCK))) {
        throw isTaken(path) ? taken(path) : notEmpty(path);
      }
    }
  }

  private static FileAlreadyExistsException notEmpty(Path path) {
    return new FileAlreadyExistsException(
        path.toString(), null, "the folder is not empty; choose another folder or resume it");
  }

  /** Who tries to begin something in a folder in which another is at work gets this. */
  public static FileAlreadyExistsException taken(Path path) {
    return new FileAlreadyExistsException(
        path.toString(), null, "another process is using it; choose another folder");
  }

  private static boolean isTaken(Path path) {
    if (!Files.isRegularFile(lockFile(path))) {
      return false;
    }
    try (LockFile lock = LockFile.tryTake(lockFile(path)).orElse(null)) {
      return lock == null;
    } catch (IOException e) {
      return false; // Who may not write in it need not know more than that it is not empty.
    }
  }

  /** What the holder of a folder locks, of a run or a study. */
  public static Path lockFile(Path path) {
    return path.resolve(LOCK);
  }

  /**
   * The folder of a run that was begun before.
   *
   * @throws NoSuchFileException if there is no {@code run.json} in it
   */
  public static RunFolder open(Path path) throws IOException {
    RunFolder folder = new RunFolder(path);
    if (!Files.isRegularFile(folder.file("run.json"))) {
      throw new NoSuchFileException(
          path.toString(), null, "there is no run to resume: run.json is missing");
    }
    return folder;
  }

  /**
   * Keeps other processes and trainers out until the lock is closed.
   *
   * @throws FileSystemException if one is in it
   */
  public LockFile lock() throws IOException {
    return LockFile.tryTake(lockFile(path))
        .orElseThrow(
            () ->
                new FileSystemException(
                    path.toString(),
                    null,
                    "this run is being trained already; wait for its end or stop it"));
  }

  /**
   * Writes {@code run.json} into a folder that was removed, which is made again.
   *
   * @throws FileAlreadyExistsException if another run has been begun there
   */
  public void restore(RunRecord record) throws IOException {
    create(path, record);
  }

  /** Replaces {@code run.json}. */
  public void writeRecord(RunRecord record) throws IOException {
    AtomicFile.write(file("run.json"), Json.pretty(record));
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** Whether its {@code run.json} is there. */
  public boolean isThere() {
    return Files.exists(file("run.json"));
  }

  /** What the run was begun with. */
  public RunRecord record() throws IOException {
    return Json.read(file("run.json"), RunRecord.class);
  }

  /** The state to resume from; missing until the first one is saved. */
  public Path checkpoint() {
    return file("last.ckpt");
  }

  /** The weights with the highest validation accuracy; missing until the first epoch ends. */
  public Path best() {
    return file(BestWeights.FILE);
  }

  /**
   * The weights as they were after an epoch, counted from 1; missing unless {@link Trainer#run} was
   * asked to keep them.
   */
  public Path epoch(int epoch) {
    return file(String.format(Locale.ROOT, "epoch-%03d.safetensors", epoch));
  }

  /** The finished epochs, as the log tells them; none before the first one ends. */
  public List<EpochResult> history() throws IOException {
    Path log = file("log.jsonl");
    return Files.exists(log) ? Json.readLines(log, EpochResult.class) : List.of();
  }

  /** Why the training was given up; missing unless it was. */
  public Path diverged() {
    return file("diverged.txt");
  }

  /** The page that shows the run. */
  public Path report() {
    return file("report.html");
  }

  /** Brings the log, a line an epoch, and the files for other programs to the given epochs. */
  public void writeLog(RunRecord record, List<EpochResult> history) throws IOException {
    AtomicFile.write(
        file("log.jsonl"),
        history.stream().map(result -> Json.line(result) + "\n").collect(Collectors.joining()));
    Metrics.write(path, record.started(), history);
  }

  private Path file(String name) {
    return path.resolve(name);
  }
}
