package org.resnet4j.weights.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.arch.Catalog;
import org.resnet4j.export.pytorch.PyTorchExport;
import org.resnet4j.export.torchscript.TorchScriptExport;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.ReferenceNetworks;
import org.resnet4j.torch.TensorData;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.TensorType;

/** Python's torch opens what is written for it; skipped where there is none. */
class PythonTest {
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir private Path folder;

  @BeforeAll
  static void needsPythonWithTorch() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of(PYTHON))
            && new ProcessBuilder(PYTHON, "-c", "import torch").start().waitFor() == 0,
        "no torch in " + PYTHON);
  }

  @Test
  void loadsEveryTypeBitForBit() throws IOException, InterruptedException {
    Path file = folder.resolve("all.pth");
    StringBuilder expected = new StringBuilder();
    try (PointerScope scope = new PointerScope();
        TensorMap tensors = new TensorMap()) {
      Tensor values = torch.tensor(new double[] {0.1, -0.0, Double.NaN, 1e-40, 3, -7});
      for (TensorType type : TensorType.values()) {
        boolean whole = !values.to(type.scalar()).is_floating_point();
        Tensor numbers = whole ? torch.tensor(new long[] {0, 1, 2, 3, 100, 1L << 33}) : values;
        tensors.put("of." + type.name(), numbers.to(type.scalar()).reshape(3, 2));
      }
      tensors.put("scalar", torch.tensor(42L));
      tensors.put("empty", torch.zeros(0, 3));
      tensors.put("channels-last", torch.randn(2, 3, 4, 5).contiguous(MemoryFormat.ChannelsLast));
      tensors.put("transposed é", torch.randn(2, 3).t());
      PyTorchExport.write(file, tensors, Map.of("note", "größer"));
      tensors
          .asMap()
          .forEach((name, tensor) -> expected.append(line(name, TensorData.of(name, tensor))));
    }
    assertThat(
            python(
                """
                import ctypes
                tensors = torch.load(file, weights_only=True)
                assert type(tensors).__name__ == 'OrderedDict'
                for name, t in tensors.items():
                    assert t.is_contiguous() and not t.requires_grad
                    data = ctypes.string_at(t.data_ptr(), t.numel() * t.element_size())
                    kind = t.type().split('.')[1]
                    print(name, kind.replace('Tensor', 'Storage'), list(t.shape), data.hex())
                """,
                file))
        .isEqualTo(expected.toString());
  }

  @Test
  void writesEqualBytesForEqualTensors() throws IOException {
    try (TensorMap tensors = new TensorMap()) {
      tensors.put("a", torch.tensor(new float[] {1, 2, 3}));
      PyTorchExport.write(folder.resolve("one.pth"), tensors, Map.of("note", "größer"));
      PyTorchExport.write(folder.resolve("two.pth"), tensors, Map.of("note", "größer"));
    }
    assertThat(folder.resolve("one.pth")).hasSameBinaryContentAs(folder.resolve("two.pth"));
  }

  /** The keys of its state, in torchvision's order, and logits as the network gives them. */
  @Test
  void runsTorchScript() throws IOException, InterruptedException {
    Path file = folder.resolve("network.pt");
    try (PointerScope scope = new PointerScope();
        TensorMap data = new TensorMap();
        Network network = ReferenceNetworks.filled(Catalog.standard().build("cifar-resnet8"))) {
      TorchScriptExport.write(file, network, Map.of("note", "größer"));
      Tensor x = torch.randn(3, 3, 32, 32);
      data.put("images", x);
      data.put("logits", network.forward(x));
      PyTorchExport.write(folder.resolve("network.pt.data"), data, Map.of("note", "größer"));
      List<String> keys = List.copyOf(network.state().asMap().keySet());
      assertThat(
              python(
                  """
                  extra = {'note': ''}
                  module = torch.jit.load(file, _extra_files=extra).eval()
                  data = torch.load(file + '.data', weights_only=True)
                  with torch.no_grad():
                      logits = module(data['images'])
                  torch.testing.assert_close(logits, data['logits'], rtol=1e-4, atol=1e-4)
                  assert [n for n, p in module.named_parameters() if 'running' in n] == []
                  print(extra['note'].decode())
                  print('\\n'.join(module.state_dict()))
                  """,
                  file))
          .isEqualTo("größer\n" + String.join("\n", keys) + "\n");
    }
  }

  private static String line(String name, TensorData data) {
    byte[] bytes = new byte[data.bytes().remaining()];
    data.bytes().get(bytes);
    return "%s %s %s %s%n"
        .formatted(name, data.type().storage(), data.shape(), HexFormat.of().formatHex(bytes));
  }

  private String python(String program, Path file) throws IOException, InterruptedException {
    Path script = folder.resolve("script.py");
    Files.writeString(script, "import sys, torch\nfile = sys.argv[1]\n" + program);
    ProcessBuilder builder = new ProcessBuilder(PYTHON, script.toString(), file.toString());
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
