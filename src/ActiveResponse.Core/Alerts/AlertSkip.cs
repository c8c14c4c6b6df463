namespace ActiveResponse.Alerts;

/// <summary>Records skipped for one cause.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Count">Number so far.</param>
/// <param name="FirstLine">Line of the first one.</param>
/// <param name="Excerpt">Start of the first one, control characters escaped, at most 120 characters.</param>
/// <param name="Message">What is wrong with the first one, in a sentence.</param>
public sealed record AlertSkip(AlertErrorCause Cause, long Count, long FirstLine, string Excerpt, string Message);
