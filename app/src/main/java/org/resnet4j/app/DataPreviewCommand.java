package org.resnet4j.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.resnet4j.app.flags.NewFile;
import org.resnet4j.app.flags.Without;
import org.resnet4j.train.Preview;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resnet data preview}: shows what a training would show to its network. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description = {
      "Show what 'resnet train' with the same flags would show to its network:",
      "a page of the first images of each phase, with their classes and what was done to them."
    },
    footer = {
      "%nExamples:",
      "  resnet data preview --data folder:DIR --model resnet50 --recipe rsb-a2",
      "  resnet data preview --data cifar10 --model resnet20 --recipe paper --to sheet.html"
    })
@Without({"--classes", "--resume", "--out", "--patience", "--lr", "--weight-decay", "--threads"})
final class DataPreviewCommand extends TrainCommand {
  @Option(
      names = "--to",
      paramLabel = "FILE",
      defaultValue = "preview.html",
      description = "The page (default: preview.html).")
  private Path file = Path.of("preview.html");

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "24",
      description = "Images of each phase, at most those computed at once (default: 24).")
  private int images;

  @Mixin private NewFile newFile = new NewFile();

  @Override
  public Integer call() throws IOException {
    if (images < 1) {
      throw new IllegalArgumentException("--images: expected at least 1, got " + images);
    }
    newFile.requireFree(file, "--to");
    Beginning beginning = begin();
    Preview.of(beginning.settings(), beginning.data(), images).write(file);
    answer().give(Map.of("page", file.toString()), () -> "page: " + file);
    return 0;
  }
}
