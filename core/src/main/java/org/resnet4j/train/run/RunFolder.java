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
 * The folder of one training run: {@code run.json} (everything needed to repeat it, and at the end
 * the results), {@code log.jsonl} (a line for each epoch; the same as {@code metrics.csv} and for
 * TensorBoard as {@code events.out.tfevents.*}), {@code last.ckpt} (to resume from), {@code
 * best.safetensors} (the weights with the highest accuracy of an epoch) and {@code report.html}; in
 * a study also {@code epoch-NNN.safetensors} (the weights after some epochs) and, if the training
 * diverged, {@code diverged.txt} (the cause).
 */
public final class RunFolder {
  private static final String LOCK = ".lock";

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Creates the folder of a new run and its parents; an empty folder may exist already. If several
   * processes start a run in the same folder, only one succeeds.
   *
   * @throws FileAlreadyExistsException if it has files in it, or is one
   */
  public static RunFolder create(Path path, RunRecord record) throws IOException {
    RunFolder folder = new RunFolder(path);
    requireFree(path);
    try (MadeFolders made = MadeFolders.upTo(path);
        LockFile lock = LockFile.tryTake(lockFile(path)).orElseThrow(() -> taken(path))) {
      requireFree(path); // No other process starts a run from here on.
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
   * Checks that a folder is usable for a new run: it does not exist or is empty. Temporary files of
   * a killed process are ignored.
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

  /** The error for a folder that another process is using. */
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
      return false; // Without write permission, "not empty" is enough to report.
    }
  }

  /** The lock file of a run's or a study's folder. */
  public static Path lockFile(Path path) {
    return path.resolve(LOCK);
  }

  /**
   * Opens the folder of an existing run.
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
   * Locks out other processes and trainers until the lock is closed.
   *
   * @throws FileSystemException if another one holds the lock
   */
  public LockFile lock() throws IOException {
    return LockFile.tryTake(lockFile(path))
        .orElseThrow(
            () ->
                new FileSystemException(
                    path.toString(),
                    null,
                    "another process is training this run; wait until it ends or stop it"));
  }

  /**
   * Recreates a folder that was removed and writes {@code run.json} into it.
   *
   * @throws FileAlreadyExistsException if another run was started there
   */
  public void restore(RunRecord record) throws IOException {
    create(path, record);
  }

  /** Replaces {@code run.json}. */
  public void writeRecord(RunRecord record) throws IOException {
    AtomicFile.write(file("run.json"), Json.pretty(record));
  }

  /** The path of the folder. */
  public Path path() {
    return path;
  }

  /** Whether its {@code run.json} exists. */
  public boolean isThere() {
    return Files.exists(file("run.json"));
  }

  /** The record of the run. */
  public RunRecord record() throws IOException {
    return Json.read(file("run.json"), RunRecord.class);
  }

  /** The checkpoint to resume from; missing until the first one is saved. */
  public Path checkpoint() {
    return file("last.ckpt");
  }

  /** The weights with the highest validation accuracy; missing until the first epoch ends. */
  public Path best() {
    return file(BestWeights.FILE);
  }

  /**
   * The weights after an epoch, counted from 1; missing unless {@link Trainer#run} was told to save
   * them.
   */
  public Path epoch(int epoch) {
    return file(String.format(Locale.ROOT, "epoch-%03d.safetensors", epoch));
  }

  /** The finished epochs from the log; none before the first one ends. */
  public List<EpochResult> history() throws IOException {
    Path log = file("log.jsonl");
    return Files.exists(log) ? Json.readLines(log, EpochResult.class) : List.of();
  }

  /** The file with the cause of divergence; missing unless the training diverged. */
  public Path diverged() {
    return file("diverged.txt");
  }

  /** The report page of the run. */
  public Path report() {
    return file("report.html");
  }

  /** Updates the log and the files for other programs to the given epochs. */
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
