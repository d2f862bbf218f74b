package org.resnet4j.bench.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.resnet4j.layer.Shape;

/** An ONNX file in ONNX Runtime with all its optimisations; inputs are bound without a copy. */
final class OnnxRuntimeInference implements Inference {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxRuntimeInference(Path file, Task task) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setIntraOpNumThreads(task.threads());
      session = environment.createSession(file.toString(), options);
    }
  }

  @Override
  public Request prepare(Inputs inputs, int n) throws OrtException {
    Shape image = inputs.image();
    long[] shape = {n, image.channels(), image.height(), image.width()};
    OnnxTensor images = OnnxTensor.createTensor(environment, inputs.planes(n), shape);
    Map<String, OnnxTensor> named = Map.of("images", images);
    return () -> {
      try (OrtSession.Result result = session.run(named)) {
        FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] values = new float[logits.remaining()];
        logits.get(values);
        return values;
      }
    };
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
