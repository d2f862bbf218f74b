package org.resnet4j.app.terminal;

import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.download.Download;
import org.resnet4j.model.PublishedWeights;

/** The progress bar of a download, shown only on a terminal. */
public final class DownloadBar implements Download.Progress, AutoCloseable {
  private final @Nullable ProgressBar bar;

  public DownloadBar(String name, Answer answer) {
    TerminalLine line = answer.lastLine();
    bar =
        !line.isSeen()
            ? null
            : new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(-1)
                .setUnit("MB", 1_000_000)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(line)
                .build();
  }

  /** Downloads weights, with a progress bar on a terminal. */
  public static Path fetch(PublishedWeights weights, Answer answer) {
    answer.note("downloading " + weights.file().uri());
    try (DownloadBar bar = new DownloadBar(weights.name(), answer)) {
      return weights.fetch(PublishedWeights.directory(), new Download(), bar);
    }
  }

  @Override
  public void at(long bytes, long total) {
    if (bar != null) {
      bar.maxHint(total).stepTo(bytes);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
