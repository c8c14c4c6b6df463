namespace ActiveResponse.Planning;

/// <summary>Why an order is not carried out.</summary>
/// <param name="By">Who refused: a guard's name, or a planning rule such as <c>missing-field</c>, <c>crafted-value</c>,
/// <c>unbound</c>.</param>
/// <param name="Why">The reason, in one sentence for an operator. Values out of the alert are escaped.</param>
public sealed record OrderRefusal(string By, string Why);
