package org.resnet4j.app;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.Download;

/** Shows how far a download is, on a terminal; elsewhere it shows nothing. */
final class DownloadBar implements Download.Progress, AutoCloseable {
  private final @Nullable ProgressBar bar;

  DownloadBar(String name, Answer answer) {
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
