// Coupons over HTTP: the standard library and pgx, on scratch.
package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

type coupon struct {
	ID      int64  `json:"id"`
	Code    string `json:"code"`
	Percent int    `json:"percent"`
}

type store struct{ db *pgxpool.Pool }

func main() {
	if len(os.Args) > 1 && os.Args[1] == "healthcheck" {
		answer, err := http.Get("http://127.0.0.1:" + port() + "/healthz")
		if err != nil || answer.StatusCode != http.StatusOK {
			os.Exit(1)
		}
		return
	}
	url := os.Getenv("DATABASE_URL")
	if url == "" {
		log.Fatal("DATABASE_URL is required")
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	db, err := pgxpool.New(ctx, url)
	if err == nil {
		_, err = db.Exec(ctx, `create table if not exists coupons (id bigserial primary key, code text not null, percent int not null)`)
	}
	if err != nil {
		log.Fatalf("database: %v", err)
	}
	s := store{db}
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { reply(w, 200, map[string]string{"status": "ok"}) })
	mux.HandleFunc("/readyz", s.ready)
	mux.HandleFunc("/coupons", s.coupons)
	mux.HandleFunc("/coupons/", s.coupon)
	server := http.Server{Addr: ":" + port(), Handler: mux}
	drained := make(chan struct{})
	go func() {
		<-ctx.Done()
		limit, cancel := context.WithTimeout(context.Background(), 8*time.Second)
		defer cancel()
		server.Shutdown(limit)
		close(drained)
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
	<-drained
}

func port() string {
	if port := os.Getenv("PORT"); port != "" {
		return port
	}
	return "8080"
}

func (s store) ready(w http.ResponseWriter, r *http.Request) {
	limit, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.db.Ping(limit); err != nil {
		reply(w, 503, map[string]string{"status": "no database"})
		return
	}
	reply(w, 200, map[string]string{"status": "ok"})
}

func (s store) coupons(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		rows, _ := s.db.Query(r.Context(), "select id, code, percent from coupons order by id")
		found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[coupon])
		if err != nil {
			fail(w, err)
			return
		}
		reply(w, 200, found)
	case http.MethodPost:
		var c coupon
		if decode(w, r, &c) {
			s.one(w, r, 201, "insert into coupons (code, percent) values ($1, $2) returning id, code, percent", c.Code, c.Percent)
		}
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

func (s store) coupon(w http.ResponseWriter, r *http.Request) {
	id, _ := strconv.ParseInt(strings.TrimPrefix(r.URL.Path, "/coupons/"), 10, 64)
	switch r.Method {
	case http.MethodGet:
		s.one(w, r, 200, "select id, code, percent from coupons where id = $1", id)
	case http.MethodPut:
		var c coupon
		if decode(w, r, &c) {
			s.one(w, r, 200, "update coupons set code = $2, percent = $3 where id = $1 returning id, code, percent", id, c.Code, c.Percent)
		}
	case http.MethodDelete:
		s.one(w, r, 200, "delete from coupons where id = $1 returning id, code, percent", id)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

func (s store) one(w http.ResponseWriter, r *http.Request, status int, query string, values ...any) {
	var c coupon
	if err := s.db.QueryRow(r.Context(), query, values...).Scan(&c.ID, &c.Code, &c.Percent); err != nil {
		fail(w, err)
		return
	}
	reply(w, status, c)
}

func decode(w http.ResponseWriter, r *http.Request, c *coupon) bool {
	if err := json.NewDecoder(r.Body).Decode(c); err != nil || c.Code == "" || c.Percent < 1 || c.Percent > 100 {
		http.Error(w, "code and percent are required", http.StatusUnprocessableEntity)
		return false
	}
	return true
}

func fail(w http.ResponseWriter, err error) {
	if err == pgx.ErrNoRows {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	log.Print(err)
	http.Error(w, "internal error", http.StatusInternalServerError)
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
