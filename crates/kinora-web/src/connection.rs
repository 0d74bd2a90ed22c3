//! Connections: accepted, served by HTTP/1.1, and ended in order.
//!
//! Straight on hyper, so that a kept answer costs no more than reading its request and writing it.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::Service;

/// How long a client may take to send the head of a request, and how long a connection without requests is kept.
const HEAD_PATIENCE: Duration = Duration::from_secs(75);
/// How long to wait before accepting again when the system has no more connections to give.
const EXHAUSTED: Duration = Duration::from_millis(500);

/// Serves what connects until `ending`, then answers what was asked before.
pub async fn serve<S>(listener: TcpListener, service: S, ending: impl Future<Output = ()>)
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let connections = GracefulShutdown::new();
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .pipeline_flush(true);
    tokio::pin!(ending);
    loop {
        let stream = tokio::select! {
            stream = accept(&listener) => stream,
            () = &mut ending => break,
        };
        // An answer is written whole, there is nothing to wait for.
        let _ = stream.set_nodelay(true);
        let service = service.clone();
        let answering = service_fn(move |request| service.clone().call(request));
        let connection = builder.serve_connection(TokioIo::new(stream), answering);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            // Clients come and go as they like.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
        });
    }
    drop(listener);
    connections.shutdown().await;
}

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) if is_of_the_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept a connection");
                tokio::time::sleep(EXHAUSTED).await;
            }
        }
    }
}

/// Whether it is the client's doing.
fn is_of_the_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
