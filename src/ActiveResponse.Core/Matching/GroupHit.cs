namespace ActiveResponse.Matching;

/// <summary>A response whose pattern was found in a group list.</summary>
/// <param name="Response">Its position.</param>
/// <param name="Level">The lowest rule level at which that counts, 0 for any.</param>
internal readonly record struct GroupHit(int Response, int Level);
