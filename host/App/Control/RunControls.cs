// What the control server may ask of a run.
using System.Text.Json.Nodes;

namespace PluginHost.App;

/// <summary>What the control server may ask of a run. Each may be called from any thread, and where nothing else is said returns at once.</summary>
/// <param name="Stop">Stops after the step that is being made; takes who asked.</param>
/// <param name="Pause">Pauses before the next step.</param>
/// <param name="Resume">Goes on after a pause.</param>
/// <param name="Checkpoint">Checkpoints after the step that is being made.</param>
/// <param name="Paused">Whether the run is paused.</param>
/// <param name="Set">Changes a live value between two steps; null, or why not and whether that is because there is none of that name.</param>
/// <param name="Values">The live values.</param>
/// <param name="Reload">Reloads a plugin, or with null all that were rebuilt; null, or why not and whether that is because there is none of that name.</param>
/// <param name="Evaluate">Evaluates C# between two steps, within a time, and waits for it; as <see cref="WorkerConsole.Evaluate"/>.</param>
/// <param name="CutOff">Cuts off the C# that is evaluated; false where there is none.</param>
/// <param name="Complete">What could stand at a place in a line of C#; as <see cref="WorkerConsole.Complete"/>.</param>
internal sealed record RunControls(Action<string> Stop, Action Pause, Action Resume, Action Checkpoint, Func<bool> Paused,
    Func<string, JsonNode?, (bool Unknown, string Sentence)?> Set, Func<JsonArray> Values,
    Func<string?, (bool Unknown, string Sentence)?> Reload, Func<string, TimeSpan, JsonObject> Evaluate, Func<bool> CutOff, Func<string, int, JsonObject> Complete);
