namespace ActiveResponse.Configuration.Ossec;

/// <summary>Error of the XML layer.</summary>
/// <param name="Offset">Byte offset.</param>
/// <param name="DaemonLine">Line the daemon names; only for the first error, as the daemon stops there.</param>
/// <param name="Element">Element or attribute concerned, if known.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record XmlError(int Offset, int? DaemonLine, string? Element, string Message);
