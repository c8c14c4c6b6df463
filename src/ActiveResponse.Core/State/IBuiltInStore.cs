namespace ActiveResponse.State;

/// <summary>Marks the stores of this library: they bound their calls themselves.</summary>
internal interface IBuiltInStore : IResponseStore;
