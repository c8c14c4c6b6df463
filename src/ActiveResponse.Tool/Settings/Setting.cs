namespace ActiveResponse.Tool.Settings;

/// <summary>A value for an option that the command line doesn't give.</summary>
/// <param name="Key">Its key, e.g. <c>killSwitch</c>.</param>
/// <param name="Values">Its values as text; several of an option that can be repeated.</param>
/// <param name="Source">Where it is from, e.g. <c>/etc/active-response/active-response.json:7</c>.</param>
internal sealed record Setting(string Key, IReadOnlyList<string> Values, string Source);
