#:sdk Microsoft.NET.Sdk.Web
// The least a server can do with these bytes. Usage: dotnet run bare.cs -- <file>
var page = File.ReadAllBytes(args[0]);
var app = WebApplication.CreateSlimBuilder().Build();
app.Run(http =>
{
    http.Response.ContentType = "text/html; charset=utf-8";
    http.Response.Headers.ContentEncoding = "gzip";
    http.Response.ContentLength = page.Length;
    return http.Response.Body.WriteAsync(page, http.RequestAborted).AsTask();
});
app.Run();
