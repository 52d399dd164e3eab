using Platform.ServiceDefaults;
using Platform.Stream;
using Platform.Stream.Groups;
using Platform.Stream.Hosting;
using Platform.Stream.Publishing;
using Platform.Stream.Subscribing;
using Platform.Stream.Topics;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatformDefaults("stream");
builder.AddLogEngine();
builder.AddPublishing();
builder.AddSubscribing();
builder.AddTopics();
builder.AddGroups();

var app = builder.Build();
app.MapPlatformDefaults();
app.MapPlatformGrpcService<StreamHandler>();
return await app.RunPlatformAsync();
