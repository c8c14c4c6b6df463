namespace ActiveResponse.Guards;

/// <summary>A guard of one of our packages that never waits. It runs on the caller's thread, so that orders keep their sequence.</summary>
internal interface IInlineGuard : IResponseGuard;
