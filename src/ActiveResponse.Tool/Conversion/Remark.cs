namespace ActiveResponse.Tool.Conversion;

/// <summary>What a conversion changes, or can't say.</summary>
/// <param name="Kind">Which of both.</param>
/// <param name="Place">The jail, response or file it is about.</param>
/// <param name="Text">What, and what to do.</param>
internal sealed record Remark(RemarkKind Kind, string Place, string Text);
