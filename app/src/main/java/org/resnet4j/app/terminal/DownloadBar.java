package org.resnet4j.app.terminal;

import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.download.Download;
import org.resnet4j.model.PublishedWeights;

/** Shows how far a download is, on a terminal; elsewhere it shows nothing. */
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

  /** Fetches weights, with a bar where somebody sees it. */
  public static Path fetch(PublishedWeights weights, Answer answer) {
    answer.note("fetching " + weights.file().uri());
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
