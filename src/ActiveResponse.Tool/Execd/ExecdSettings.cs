using ActiveResponse.Ossec.Execd;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Execd;

/// <summary>What <c>execd</c> was asked for.</summary>
/// <param name="Folder">The installation.</param>
/// <param name="Engine">What the engine acts with, and where it keeps its state.</param>
/// <param name="Json">Whether to report in JSON.</param>
/// <param name="WhenReady">Told when messages are taken, or none will be; null for nobody.</param>
internal sealed record ExecdSettings(ExecdFolder Folder, RunSettings Engine, bool Json, Action? WhenReady);
