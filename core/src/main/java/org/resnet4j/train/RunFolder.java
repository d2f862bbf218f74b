package org.resnet4j.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.resnet4j.io.AtomicFile;

/**
 * The folder of one training run: {@code run.json} (all that is needed to repeat it), {@code
 * log.jsonl} (a line an epoch), {@code last.ckpt} (to go on from), {@code best.safetensors} (the
 * weights with the highest test accuracy) and {@code report.html}; of a study's runs also {@code
 * epoch-NNN.safetensors} (the weights after some epochs) and, if it was given up, {@code
 * diverged.txt} (why).
 */
public final class RunFolder {
  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * A new run's folder, made with its parents; an empty one may exist already.
   *
   * @throws FileAlreadyExistsException if it has files in it, or is one; what a process left that
   *     was killed here does not count
   */
  public static RunFolder create(Path path, RunRecord record) throws IOException {
    RunFolder folder = new RunFolder(path);
    requireFree(path, folder.file("run.json"));
    AtomicFile.write(folder.file("run.json"), Json.pretty(record));
    return folder;
  }

  /**
   * Checks that a folder can be begun: it is not there, or empty.
   *
   * @param first the file that is written into it first; what a process left that was killed while
   *     it did so does not count
   * @throws FileAlreadyExistsException if it has files in it, or is one
   */
  public static void requireFree(Path path, Path first) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.isDirectory(path)) {
      throw new FileAlreadyExistsException(
          path.toString(), null, "it is a file, not a folder; choose another --out");
    }
    Path begun = AtomicFile.temporary(first);
    try (Stream<Path> files = Files.list(path.toAbsolutePath())) {
      if (files.anyMatch(file -> !file.equals(begun))) {
        throw new FileAlreadyExistsException(
            path.toString(), null, "the folder is not empty; choose another --out or --resume it");
      }
    }
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
   * Keeps other processes and trainers out until the lock's channel is closed.
   *
   * @throws FileSystemException if one is in it
   */
  FileLock lock() throws IOException {
    FileChannel channel = FileChannel.open(file("run.json"), StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this process: the same to the caller.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new FileSystemException(
          path.toString(), null, "this run is being trained already; wait for its end or stop it");
    }
    return lock;
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** What the run was begun with. */
  public RunRecord record() throws IOException {
    return Json.read(file("run.json"), RunRecord.class);
  }

  /** The state to resume from; missing until the first one is saved. */
  public Path checkpoint() {
    return file("last.ckpt");
  }

  /** The weights with the highest test accuracy; missing until the first epoch ends. */
  public Path best() {
    return file("best.safetensors");
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

  /** Replaces the log by the given epochs, a line each. */
  void writeLog(List<EpochResult> history) throws IOException {
    AtomicFile.write(
        file("log.jsonl"),
        history.stream().map(result -> Json.line(result) + "\n").collect(Collectors.joining()));
  }

  private Path file(String name) {
    return path.resolve(name);
  }
}
