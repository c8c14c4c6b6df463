namespace ActiveResponse.Alerts;

/// <summary>The records skipped for one cause.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Count">How many so far.</param>
/// <param name="FirstLine">The line of the first one.</param>
/// <param name="Excerpt">The start of the first one, control characters escaped, 120 characters at most.</param>
/// <param name="Message">What is wrong with the first one, in a sentence.</param>
public sealed record AlertSkip(AlertErrorCause Cause, long Count, long FirstLine, string Excerpt, string Message);
