package com.example.tickets;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.server.ResponseStatusException;

@SpringBootApplication
public class TicketsApplication {
  public static void main(String[] args) {
    SpringApplication.run(TicketsApplication.class, args);
  }
}

@Entity
class Ticket {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public Long id;

  @NotBlank
  @Size(max = 255)
  public String subject;

  @Min(1)
  @Max(5)
  public int priority;
}

interface Tickets extends JpaRepository<Ticket, Long> {}

@RestController
@RequestMapping("/api/tickets")
class TicketController {
  private final Tickets tickets;

  TicketController(Tickets tickets) {
    this.tickets = tickets;
  }

  @GetMapping
  List<Ticket> list() {
    return tickets.findAll();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Ticket create(@Valid @RequestBody Ticket ticket) {
    ticket.id = null;
    return tickets.save(ticket);
  }

  @GetMapping("/{id}")
  Ticket read(@PathVariable Long id) {
    return tickets.findById(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  @PutMapping("/{id}")
  Ticket update(@PathVariable Long id, @Valid @RequestBody Ticket ticket) {
    read(id);
    ticket.id = id;
    return tickets.save(ticket);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable Long id) {
    tickets.delete(read(id));
  }
}
