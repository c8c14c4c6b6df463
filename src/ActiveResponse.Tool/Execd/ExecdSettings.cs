using ActiveResponse.Ossec.Execd;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Execd;

/// <summary>The settings of <c>execd</c>.</summary>
/// <param name="Folder">The installation.</param>
/// <param name="Engine">The engine's responders and state.</param>
/// <param name="Json">Whether to report in JSON.</param>
/// <param name="WhenReady">Called when messages are taken, or none will be; null for no one.</param>
internal sealed record ExecdSettings(ExecdFolder Folder, RunSettings Engine, bool Json, Action? WhenReady);
