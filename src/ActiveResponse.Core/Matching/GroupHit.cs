namespace ActiveResponse.Matching;

/// <summary>Response whose pattern was found in a group list.</summary>
/// <param name="Response">Index of the response.</param>
/// <param name="Level">Lowest rule level at which the hit counts; 0 for any.</param>
internal readonly record struct GroupHit(int Response, int Level);
