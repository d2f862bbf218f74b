package org.resnet4j.export.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OnnxCheckTest {
  @Test
  void aProgramWithoutOnnxRuntimeIsToldWhatToAdd() throws Exception {
    URL[] others =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("onnxruntime"))
            .map(OnnxCheckTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader without =
        new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
      Method open = without.loadClass(OnnxCheck.class.getName()).getMethod("open", Path.class);
      assertThatThrownBy(() -> open.invoke(null, Path.of("model.onnx")))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("on the class path: add com.microsoft.onnxruntime:onnxruntime");
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }
}
