//! Connections: accepted, served by HTTP/1.1, and ended in order.
//!
//! Straight on hyper, so that a kept answer costs no more than reading its request and writing it.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::Service;

/// How long a client may take to send the head of a request, and how long a connection without requests is kept.
const HEAD_PATIENCE: Duration = Duration::from_secs(75);
/// How many connections there may be; further ones wait to be accepted.
const MOST: usize = 8192;
/// The largest head of a request, in bytes; longer ones answer 431.
const LARGEST_HEAD: usize = 64 * 1024;
/// How long to wait before accepting again when the system has no more connections to give.
const EXHAUSTED: Duration = Duration::from_millis(500);

/// What connections may take.
#[derive(Clone, Copy)]
struct Limits {
    most: usize,
    head_patience: Duration,
}

/// Serves what connects until `ending`, then answers what was asked before. Requests carry the address that they come from.
pub async fn serve<S>(listener: TcpListener, service: S, ending: impl Future<Output = ()>)
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let limits = Limits {
        most: MOST,
        head_patience: HEAD_PATIENCE,
    };
    serve_within(limits, listener, service, ending).await;
}

async fn serve_within<S>(
    limits: Limits,
    listener: TcpListener,
    service: S,
    ending: impl Future<Output = ()>,
) where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let connections = GracefulShutdown::new();
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_patience)
        .max_buf_size(LARGEST_HEAD);
    let places = Arc::new(Semaphore::new(limits.most));
    tokio::pin!(ending);
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, accept(&listener).await)
        };
        let (place, (stream, peer)) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut ending => break,
        };
        // An answer is written whole, there is nothing to wait for.
        let _ = stream.set_nodelay(true);
        let service = service.clone();
        let answering = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            service.clone().call(request)
        });
        let connection = builder.serve_connection(TokioIo::new(stream), answering);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            // Clients come and go as they like.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
            drop(place);
        });
    }
    drop(listener);
    connections.shutdown().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
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

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// The address of a server that tells where a request comes from.
    async fn server(limits: Limits) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = tower::service_fn(async |request: Request<Incoming>| {
            let ConnectInfo(peer) = request
                .extensions()
                .get::<ConnectInfo<SocketAddr>>()
                .unwrap();
            Ok::<_, Infallible>(Response::new(Body::from(peer.to_string())))
        });
        tokio::spawn(serve_within(
            limits,
            listener,
            service,
            std::future::pending(),
        ));
        address
    }

    /// Everything that a connection answers to this until it is closed.
    async fn answer(stream: &mut TcpStream, request: &str) -> String {
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        // A connection that is dropped with unread bytes is reset.
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }

    const REQUEST: &str = "GET / HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n";
    const LIMITS: Limits = Limits {
        most: 8,
        head_patience: Duration::from_secs(60),
    };

    #[tokio::test]
    async fn requests_carry_their_address() {
        let mut stream = TcpStream::connect(server(LIMITS).await).await.unwrap();
        let own = stream.local_addr().unwrap().to_string();

        assert!(answer(&mut stream, REQUEST).await.ends_with(&own));
    }

    #[tokio::test]
    async fn a_client_that_does_not_finish_its_head_is_dropped() {
        let limits = Limits {
            head_patience: Duration::from_millis(20),
            ..LIMITS
        };
        let mut stream = TcpStream::connect(server(limits).await).await.unwrap();

        // It would never be closed otherwise.
        let told = answer(&mut stream, "GET / HTTP/1.1\r\nhost:").await;

        assert!(!told.contains("200 OK"), "{told}");
    }

    #[tokio::test]
    async fn further_connections_wait_until_one_ends() {
        let limits = Limits { most: 1, ..LIMITS };
        let address = server(limits).await;
        let mut first = TcpStream::connect(address).await.unwrap();
        let mut second = TcpStream::connect(address).await.unwrap();
        second.write_all(REQUEST.as_bytes()).await.unwrap();
        second.set_nodelay(true).unwrap();

        let told = answer(&mut first, REQUEST).await;
        assert!(told.contains("200 OK"));
        drop(first);
        let mut told = String::new();
        second.read_to_string(&mut told).await.unwrap();
        assert!(told.contains("200 OK"));
    }

    #[tokio::test]
    async fn a_head_that_is_too_large_is_refused() {
        let mut stream = TcpStream::connect(server(LIMITS).await).await.unwrap();
        // No byte more than is read: what is left unread resets the connection, and the answer may be lost.
        let start = "GET / HTTP/1.1\r\nhost: h\r\nx: ";
        let head = format!("{start}{}", "x".repeat(LARGEST_HEAD - start.len()));

        let told = answer(&mut stream, &head).await;

        assert!(told.starts_with("HTTP/1.1 431"), "{told}");
    }
}
