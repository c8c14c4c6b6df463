namespace ActiveResponse.Configuration.Ossec;

/// <summary>One error of the XML layer.</summary>
/// <param name="Offset">Where.</param>
/// <param name="DaemonLine">The line the daemon names; only the first error has one, as the daemon stops there.</param>
/// <param name="Element">The element or attribute concerned, if known.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record XmlError(int Offset, int? DaemonLine, string? Element, string Message);
