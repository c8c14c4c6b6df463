namespace ActiveResponse.Planning;

/// <summary>Why an order is refused.</summary>
/// <param name="By">Name of the guard, or of a planning rule such as <c>missing-field</c>, <c>crafted-value</c>, <c>unbound</c>.</param>
/// <param name="Why">Reason for an operator, in one sentence. Values from the alert are escaped.</param>
public sealed record OrderRefusal(string By, string Why);
